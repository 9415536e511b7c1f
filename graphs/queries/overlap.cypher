// name: overlap
// question: Which tasks does a collection share with a benchmark?
// note: The same act in the same words, lower case, whatever the constraints around it: what would leak from a
//   benchmark into training data. Instructions that are wholly equal are one in the store, with the source that came
//   first, so parse the benchmark first or look at the duplicates that `parse` counts. Variants are left out. Scans
//   the acts once.
// parameter: benchmark (text): how the benchmark's source begins
// parameter: least (integer, default 20): the fewest characters of an act, since short ones are said by chance
// column: act: the words, in lower case
// column: benchmark: how many of the benchmark's instructions have it
// column: others: how many of the other instructions have it
// column: benchmark_id: one of the former
// column: other_id: one of the latter
// example: stemmata query --named overlap --param benchmark=ifeval

MATCH (s:SubInstruction)-[:PART_OF]->(i:Instruction)
WHERE i.depth = 0 AND size(s.text) >= $least
WITH DISTINCT toLower(s.text) AS act, i.id AS id, coalesce(i.source, '') STARTS WITH $benchmark AS inside
WITH act, count(CASE WHEN inside THEN 1 END) AS benchmark, count(CASE WHEN NOT inside THEN 1 END) AS others,
  min(CASE WHEN inside THEN id END) AS benchmark_id, min(CASE WHEN NOT inside THEN id END) AS other_id
WHERE benchmark > 0 AND others > 0
RETURN act, benchmark, others, benchmark_id, other_id
ORDER BY benchmark + others DESC, act
