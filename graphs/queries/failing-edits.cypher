// name: failing-edits
// question: Which edits do responses fail at?
// note: Of the responses to variants, those that break the very constraint that the edit wrote; those that break
//   others alone are counted apart. Edits of other nodes than constraints can only fail elsewhere. Scans the
//   responses to variants once.
// parameter: mode (text, default ""): only responses of this mode (given, repair, direct, reference); "" is all
// parameter: model (text, default ""): only of this model; "" is all
// column: kind: the kind of the edited node, or the family where it is a constraint
// column: relation: of the variant to its parent
// column: responses: how many responses there are
// column: failed_there: how many fail at the edited node
// column: failed_elsewhere: how many fail at others alone
// column: rate: failed_there in percent of the responses
// example: stemmata query --named failing-edits --param mode=direct

MATCH (p:Instruction)-[e:EDIT]->(v:Instruction)<-[:ANSWERS]-(r:Response)
WHERE ($mode = '' OR r.mode = $mode) AND ($model = '' OR r.model = $model)
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(v)
WHERE e.kind = 'Constraint' AND e.op <> 'delete_node' AND c.text = e.after
WITH p, e, v, r, min(c.family) AS family
OPTIONAL MATCH (r)-[:VIOLATES]->(b:Constraint)-[:PART_OF]->(v)
WITH p.id AS parent, v.id AS variant, r.id AS response, e.relation AS relation, coalesce(family, e.kind) AS kind,
  count(CASE WHEN e.kind = 'Constraint' AND e.op <> 'delete_node' AND b.text = e.after THEN 1 END) AS there,
  count(b) AS anywhere
WITH kind, relation, count(*) AS responses, count(CASE WHEN there > 0 THEN 1 END) AS failed_there,
  count(CASE WHEN there = 0 AND anywhere > 0 THEN 1 END) AS failed_elsewhere
RETURN kind, relation, responses, failed_there, failed_elsewhere, round(100.0 * failed_there / responses, 1) AS rate
ORDER BY rate DESC, failed_there DESC, responses DESC, kind, relation
