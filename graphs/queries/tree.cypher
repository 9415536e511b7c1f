// name: tree
// question: Which variants descend from an instruction, by which edits?
// note: The whole family of the instruction, wherever in it the instruction stands. Scans the instructions once;
//   Neo4j has an index.
// parameter: id (text): an instruction, root or variant
// column: depth: how many edits from the root
// column: id: the instruction
// column: parent: what it was made from; empty for the root
// column: relation: of the variant to its parent
// column: op: what was done
// column: before: the words before
// column: after: the words after
// example: stemmata query --named tree --param id=cb748f9a7e8dcfa77babfe70

MATCH (asked:Instruction {id: $id})
MATCH (member:Instruction)
WHERE member.family = asked.family
OPTIONAL MATCH (above:Instruction)-[e:EDIT]->(member)
RETURN member.depth AS depth, member.id AS id, above.id AS parent, e.relation AS relation, e.op AS op,
  e.before AS before, e.after AS after
ORDER BY depth, coalesce(above.id, ''), coalesce(e.relation, ''), coalesce(e.after, ''), id
