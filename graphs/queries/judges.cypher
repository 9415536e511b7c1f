// name: judges
// question: How far do judges agree with the verifiers?
// note: Counts judged responses by the judge's verdict on the whole and by whether every hard constraint holds, where
//   an instruction has such. Verifiers leave soft constraints undecided. Scans the judgements once.
// parameter: soft (boolean, default false): also responses to instructions that have soft constraints beside hard ones
// parameter: mode (text, default ""): only responses of this mode (given, repair, direct, reference); "" is all
// column: judge: the model that judged
// column: responses: how many it judged
// column: both: how many pass both
// column: judge_alone: how many pass the judge alone
// column: verifiers_alone: how many pass the verifiers alone
// column: neither: how many pass neither
// column: rate: on how many they agree, in percent
// example: stemmata query --named judges --param mode=direct

MATCH (r:Response)-[j:JUDGED]->(i:Instruction)
WHERE j.passed IS NOT NULL AND r.instruction = i.id AND ($mode = '' OR r.mode = $mode)
  AND EXISTS { MATCH (c:Constraint)-[:PART_OF]->(i) WHERE c.hard }
  AND ($soft OR NOT EXISTS { MATCH (c:Constraint)-[:PART_OF]->(i) WHERE c.hard IS NULL OR NOT c.hard })
WITH coalesce(j.judge, '') AS judge, count(*) AS responses,
  count(CASE WHEN j.passed AND r.passed THEN 1 END) AS both,
  count(CASE WHEN j.passed AND NOT r.passed THEN 1 END) AS judge_alone,
  count(CASE WHEN NOT j.passed AND r.passed THEN 1 END) AS verifiers_alone,
  count(CASE WHEN NOT j.passed AND NOT r.passed THEN 1 END) AS neither
RETURN judge, responses, both, judge_alone, verifiers_alone, neither,
  round(100.0 * (both + neither) / responses, 1) AS rate
ORDER BY responses DESC, judge
