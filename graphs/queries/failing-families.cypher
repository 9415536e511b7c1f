// name: failing-families
// question: Which families do responses fail at most?
// note: Counts the verdicts of the verifiers. Scans the verdicts once.
// parameter: mode (text, default ""): only responses of this mode (given, repair, direct, reference); "" is all
// parameter: model (text, default ""): only of this model; "" is all
// column: family: the family's id
// column: verdicts: how many there are
// column: failed: how many of them are failures
// column: rate: that in percent
// column: example: what the verifier said of one
// example: stemmata query --named failing-families --param mode=given

MATCH (r:Response)-[:ANSWERS]->(i:Instruction)<-[:PART_OF]-(c:Constraint)
WHERE ($mode = '' OR r.mode = $mode) AND ($model = '' OR r.model = $model)
OPTIONAL MATCH (r)-[s:SATISFIES]->(c)
OPTIONAL MATCH (r)-[v:VIOLATES]->(c)
WITH r.id AS response, c.id AS constraint, c.family AS family, count(s) AS kept, count(v) AS broken,
  min(v.detail) AS detail
WHERE kept + broken > 0
WITH family, count(*) AS verdicts, count(CASE WHEN broken > 0 THEN 1 END) AS failed, min(detail) AS example
RETURN family, verdicts, failed, round(100.0 * failed / verdicts, 1) AS rate, example
ORDER BY rate DESC, failed DESC, verdicts DESC, family
