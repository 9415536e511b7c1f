// name: attributes
// question: What are outputs asked to be like?
// note: Attributes are vague (short, catchy, detailed): no verifier reads them. Scans the outputs once.
// parameter: least (integer, default 2): the fewest instructions
// parameter: output (text, default ""): only of this output, in lower case; "" is all
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: output: what is asked for
// column: attribute: what it is asked to be like
// column: instructions: how many instructions ask for it so
// example: stemmata query --named attributes --param output=story

MATCH (i:Instruction)<-[:PART_OF]-(s:SubInstruction)<-[:PART_OF]-(o:Output)-[:HAS_ATTRIBUTE]->(a:Attribute)
WHERE ($output = '' OR toLower(o.text) = $output)
  AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH toLower(o.text) AS output, toLower(a.text) AS attribute, count(DISTINCT i.id) AS instructions
WHERE instructions >= $least
RETURN output, attribute, instructions
ORDER BY instructions DESC, output, attribute
