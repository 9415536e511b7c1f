// name: never-together
// question: Which frequent families never meet in an instruction?
// note: Combinations worth generating, the most surprising first. Some exclude each other (all capitals, all
//   lowercase): what contradicts, `stemmata vary` refuses. Of several sources together, many pairs never meet
//   because no one source has both: `source` chooses one. Scans the constraints once, then pairs the families with
//   each other.
// parameter: expected (number, default 2): the fewest instructions that would have both by chance
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: first: a family
// column: of_first: how many instructions have it
// column: second: another one, later in the alphabet
// column: of_second: how many instructions have that
// column: expected: how many would have both by chance
// example: stemmata query --named never-together --param expected=5

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH count(i) AS total
MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE c.family IS NOT NULL AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH DISTINCT total, i.id AS id, c.family AS family
WITH total, family, collect(id) AS ids
WITH total, family, size(ids) AS number, ids
UNWIND ids AS id
WITH total, id, collect({family: family, number: number}) AS held
UNWIND held AS a
UNWIND held AS b
WITH total, a.family AS family, a.number AS number, collect(DISTINCT b.family) AS met
WITH total, collect({family: family, number: number, met: met}) AS known
UNWIND known AS a
UNWIND known AS b
WITH a.family AS first, a.number AS of_first, a.met AS met, b.family AS second, b.number AS of_second,
  1.0 * a.number * b.number / total AS chance
WHERE first < second AND NOT second IN met AND chance >= $expected
RETURN first, of_first, second, of_second, round(chance, 1) AS expected
ORDER BY expected DESC, first, second
