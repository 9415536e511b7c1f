// name: scopes
// question: Which parts of the output are constraints about?
// note: The scope is the text's own words for the part, in lower case; `output` is the whole. Scans the constraints
//   once.
// parameter: least (integer, default 1): the fewest constraints about the part
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: scope: the part of the output
// column: constraints: how many are about it
// column: families: of how many families these are
// column: instructions: how many instructions have one
// column: example: the words of one
// example: stemmata query --named scopes --param least=3

MATCH (i:Instruction)<-[:PART_OF]-(c:Constraint)-[e:CONSTRAINS]->(t:SubInstruction|Action|Output|Entity)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH coalesce(e.scope, 'output') AS scope, count(DISTINCT c.id) AS constraints, count(DISTINCT c.family) AS families,
  count(DISTINCT i.id) AS instructions, min(c.text) AS example
WHERE constraints >= $least
RETURN scope, constraints, families, instructions, example
ORDER BY constraints DESC, scope
