// name: gaps
// question: Which family is never demanded of which kind of task?
// note: A kind of task is its action: the verb as it stands, in lower case. Of families and actions that are
//   frequent, the pairs that never meet, the most surprising first. An action that stands beside no family at all is
//   not seen. Scans the constraints and actions once, then pairs the frequent ones.
// parameter: least (integer, default 5): the fewest instructions that have the family, or the action
// parameter: expected (number, default 2): the fewest instructions that would have both by chance
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: family: the family's id
// column: of_family: how many instructions have it and a frequent action
// column: action: the verb
// column: of_action: how many instructions have it and some family
// column: expected: how many would have both by chance
// example: stemmata query --named gaps --param least=10

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH count(i) AS total
MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)<-[:PART_OF]-(s:SubInstruction)-[:PERFORMS_ACTION]->(v:Action)
WHERE c.family IS NOT NULL AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH DISTINCT total, i.id AS id, c.family AS family, toLower(v.text) AS action
WITH total, action, count(DISTINCT id) AS number, collect({id: id, family: family}) AS held
WHERE number >= $least
UNWIND held AS one
WITH total, one.family AS family, count(DISTINCT one.id) AS of_family, collect(DISTINCT action) AS met,
  collect(DISTINCT {action: action, number: number}) AS acts
WHERE of_family >= $least
WITH total, collect({family: family, number: of_family, met: met, acts: acts}) AS known
UNWIND known AS one
UNWIND one.acts AS act
WITH DISTINCT total, known, act
UNWIND known AS one
WITH one.family AS family, one.number AS of_family, one.met AS met, act.action AS action, act.number AS of_action,
  1.0 * one.number * act.number / total AS chance
WHERE NOT action IN met AND chance >= $expected
RETURN family, of_family, action, of_action, round(chance, 1) AS expected
ORDER BY expected DESC, family, action
