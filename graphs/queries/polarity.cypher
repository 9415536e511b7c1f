// name: polarity
// question: Which families are required, forbidden or left open?
// note: What the text says of a constraint, on the edge to what it binds. A bound (at most so many) is required.
//   Scans the constraints once.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: family: the family's id, or '(unread)'
// column: required: how many constraints must hold
// column: forbidden: how many say what must not be
// column: permitted: how many may hold
// column: unsaid: how many say nothing of it, or bind nothing
// example: stemmata query --named polarity

MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
OPTIONAL MATCH (c)-[e:CONSTRAINS]->(t:SubInstruction|Action|Output|Entity)
WITH coalesce(c.family, '(unread)') AS family, c.id AS id, min(e.polarity) AS polarity
WITH family, count(CASE WHEN polarity = 'required' THEN 1 END) AS required,
  count(CASE WHEN polarity = 'forbidden' THEN 1 END) AS forbidden,
  count(CASE WHEN polarity = 'optional' THEN 1 END) AS permitted, count(CASE WHEN polarity IS NULL THEN 1 END) AS unsaid
RETURN family, required, forbidden, permitted, unsaid
ORDER BY forbidden DESC, required DESC, family
