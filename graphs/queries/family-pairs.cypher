// name: family-pairs
// question: Which families meet, and more often than by chance?
// note: Counts the instructions that demand both. The lift is how many times as often as if both were strewn over
//   the instructions at random: above 1 they attract each other. Scans the constraints once; the work grows with the
//   square of the families in one instruction.
// parameter: least (integer, default 2): the fewest instructions that have both
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: first: a family
// column: second: another one, later in the alphabet
// column: together: how many instructions have both
// column: expected: how many would by chance
// column: lift: together divided by expected
// example: stemmata query --named family-pairs --param least=10

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
WITH total, a.family AS first, a.number AS of_first, b.family AS second, b.number AS of_second
WHERE first < second
WITH total, first, of_first, second, of_second, count(*) AS together
WHERE together >= $least
WITH first, second, together, 1.0 * of_first * of_second / total AS chance
RETURN first, second, together, round(chance, 1) AS expected, round(together / chance, 2) AS lift
ORDER BY together DESC, first, second
