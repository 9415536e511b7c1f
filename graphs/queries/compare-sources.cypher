// name: compare-sources
// question: Which families does one source demand more than another?
// note: Without a second source: than all the rest. Shows in which direction a collection differs from a benchmark.
//   Variants are left out. Scans the constraints once.
// parameter: first (text): how the source of the first instructions begins
// parameter: second (text, default ""): how the source of the others begins; "" is everything but the first
// column: family: the family's id
// column: first: how many of the first instructions have one
// column: first_share: that in percent
// column: second: how many of the others have one
// column: second_share: that in percent
// column: difference: the first share less the second, in points
// example: stemmata query --named compare-sources --param first=mine.jsonl --param second=ifeval

MATCH (i:Instruction)
WHERE i.depth = 0
WITH i, coalesce(i.source, '') STARTS WITH $first AS is_first
WITH count(CASE WHEN is_first THEN 1 END) AS firsts,
  count(CASE WHEN NOT is_first AND coalesce(i.source, '') STARTS WITH $second THEN 1 END) AS seconds
MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE i.depth = 0 AND c.family IS NOT NULL
WITH DISTINCT firsts, seconds, c.family AS family, i.id AS id, coalesce(i.source, '') STARTS WITH $first AS is_first,
  coalesce(i.source, '') STARTS WITH $second AS is_second
WITH firsts, seconds, family, count(CASE WHEN is_first THEN 1 END) AS first,
  count(CASE WHEN NOT is_first AND is_second THEN 1 END) AS second
WHERE first + second > 0
WITH family, first, second,
  CASE WHEN firsts = 0 THEN 0.0 ELSE round(100.0 * first / firsts, 1) END AS first_share,
  CASE WHEN seconds = 0 THEN 0.0 ELSE round(100.0 * second / seconds, 1) END AS second_share
RETURN family, first, first_share, second, second_share, round(first_share - second_share, 1) AS difference
ORDER BY abs(first_share - second_share) DESC, family
