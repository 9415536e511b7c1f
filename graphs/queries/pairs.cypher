// name: pairs
// question: Where are a passing and a failing response at hand?
// note: Each passing one with each failing one is a preference pair. `stemmata build dpo` pairs the answers of an
//   instruction and of its variants too, which this query does not count. Scans the responses once.
// column: id: the instruction
// column: passed: how many of its responses pass
// column: failed: how many fail
// column: pairs: how many pairs that makes
// column: text: the instruction
// example: stemmata query --named pairs

MATCH (r:Response)-[:ANSWERS]->(i:Instruction)
WITH i.id AS id, i.text AS text, count(CASE WHEN r.passed THEN 1 END) AS passed,
  count(CASE WHEN NOT r.passed THEN 1 END) AS failed
WHERE passed > 0 AND failed > 0
RETURN id, passed, failed, passed * failed AS pairs, text
ORDER BY pairs DESC, id
