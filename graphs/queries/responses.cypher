// name: responses
// question: How many responses are there, and how many of them pass?
// note: A response passes when every hard constraint holds. Scans the responses once.
// column: mode: given, repair, direct or reference
// column: model: who made it
// column: responses: how many there are
// column: instructions: how many instructions they answer
// column: passed: how many pass
// column: rate: that in percent
// example: stemmata query --named responses

MATCH (r:Response)
WITH coalesce(r.mode, '') AS mode, coalesce(r.model, '') AS model, count(*) AS responses,
  count(DISTINCT r.instruction) AS instructions, count(CASE WHEN r.passed THEN 1 END) AS passed
RETURN mode, model, responses, instructions, passed, round(100.0 * passed / responses, 1) AS rate
ORDER BY responses DESC, mode, model
