// name: duplicates
// question: Which instructions say or demand the same?
// note: Groups with one print of their structure. By `level`, from the finest to the coarsest: text (the same words,
//   but for case and layout), content (the same words of content, in any order), typed (the same nodes, edges and
//   typed demands in any words), demands (the same typed demands; all without any are one group), shape (typed
//   without the demands' values). For near-duplicates, whose prints differ, there is `stemmata similar --all`. Scans
//   the instructions once.
// parameter: level (text, default "content"): what has to be the same: text, content, typed, demands or shape
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: instructions: how many are the same
// column: ids: the instructions
// example: stemmata query --named duplicates --param level=demands

// ladybug
MATCH (i:Instruction)
WHERE ($variants OR i.depth = 0) AND coalesce(i.source, '') STARTS WITH $source
WITH i.id AS id, CASE $level WHEN 'text' THEN i.print_text WHEN 'content' THEN i.print_content
  WHEN 'typed' THEN i.print_typed WHEN 'demands' THEN i.print_demands WHEN 'shape' THEN i.print_shape END AS print
WHERE print IS NOT NULL
WITH print, list_sort(collect(id)) AS ids, min(id) AS first
WHERE size(ids) > 1
RETURN size(ids) AS instructions, ids
ORDER BY instructions DESC, first

// neo4j
MATCH (i:Instruction)
WHERE ($variants OR i.depth = 0) AND coalesce(i.source, '') STARTS WITH $source
WITH i.id AS id, CASE $level WHEN 'text' THEN i.print_text WHEN 'content' THEN i.print_content
  WHEN 'typed' THEN i.print_typed WHEN 'demands' THEN i.print_demands WHEN 'shape' THEN i.print_shape END AS print
WHERE print IS NOT NULL
WITH print, id
ORDER BY id
WITH print, collect(id) AS ids
WHERE size(ids) > 1
RETURN size(ids) AS instructions, ids
ORDER BY instructions DESC, ids[0]
