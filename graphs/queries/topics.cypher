// name: topics
// question: What are the instructions about?
// note: Entities by the role that they have in an act: `topic`, or `target`, `recipient`, `source`, `focus`,
//   `exclude`, `instrument`, `time`, `place`. Scans the entities once.
// parameter: role (text, default "topic"): the role
// parameter: least (integer, default 2): the fewest instructions
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: entity: the thing, in lower case
// column: instructions: how many instructions name it in that role
// example: stemmata query --named topics --param role=recipient

MATCH (i:Instruction)<-[:PART_OF]-(s:SubInstruction)<-[p:PART_OF]-(e:Entity)
WHERE p.role = $role AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH toLower(e.text) AS entity, count(DISTINCT i.id) AS instructions
WHERE instructions >= $least
RETURN entity, instructions
ORDER BY instructions DESC, entity
