// name: siblings
// question: Which variants differ from each other in one node alone?
// note: Two variants of one instruction that both rewrote the same node, each in its way, so that between the two
//   only that node differs. Pairs the variants of one parent; scans the edits once.
// parameter: relation (text, default ""): the relation that one of the two has to their parent, such as
//   contradicting; "" is any
// column: parent: the instruction that both were made from
// column: kind: the kind of the node
// column: node: its words in the parent
// column: first_relation: of the one variant to the parent
// column: first: the node's words in it
// column: second_relation: of the other variant
// column: second: the node's words in that
// column: first_id: the one variant
// column: second_id: the other
// example: stemmata query --named siblings --param relation=contradicting

MATCH (a:Instruction)<-[x:EDIT]-(p:Instruction)-[y:EDIT]->(b:Instruction)
WHERE x.op = 'modify_node' AND y.op = 'modify_node' AND x.node = y.node AND a.id < b.id
  AND ($relation = '' OR x.relation = $relation OR y.relation = $relation)
RETURN p.id AS parent, x.kind AS kind, x.before AS node, x.relation AS first_relation, x.after AS first,
  y.relation AS second_relation, y.after AS second, a.id AS first_id, b.id AS second_id
ORDER BY parent, node, x.node, first_id, second_id
