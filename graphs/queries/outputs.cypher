// name: outputs
// question: What is asked for, by which verb?
// note: Verbs and nouns as they stand, in lower case. Scans the actions once.
// parameter: least (integer, default 2): the fewest instructions
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: action: the verb
// column: output: what it is to bring forth
// column: instructions: how many instructions ask for it so
// example: stemmata query --named outputs --param least=5

MATCH (i:Instruction)<-[:PART_OF]-(s:SubInstruction)-[:PERFORMS_ACTION]->(v:Action)-[:PRODUCES]->(o:Output)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH toLower(v.text) AS action, toLower(o.text) AS output, count(DISTINCT i.id) AS instructions
WHERE instructions >= $least
RETURN action, output, instructions
ORDER BY instructions DESC, action, output
