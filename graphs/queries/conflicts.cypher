// name: conflicts
// question: Which instructions demand numbers that contradict?
// note: Two constraints of one family that bind the same node in the same scope, in one turn, with bounds that no
//   number keeps: at least 300 words, at most 200. What it does not see: ranges, which have two numbers and hence no
//   `value`; families where another argument says what is counted (how often which keyword, rows or columns), whose
//   arguments are JSON; contradictions between families. `stemmata show` tells those too, one instruction at a time.
//   Scans the constraints once and compares those of one act.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default true): whether to look at variants too
// column: id: the instruction
// column: source: where it came from
// column: family: the family of both
// column: scope: the part of the output that both are about
// column: first: the words of the one
// column: second: the words of the other
// example: stemmata query --named conflicts

MATCH (a:Constraint)-[x:CONSTRAINS]->(t:SubInstruction|Action|Output|Entity)<-[y:CONSTRAINS]-(b:Constraint)
WHERE a.family = b.family AND a.turn = b.turn AND a.start < b.start
  AND coalesce(x.scope, 'output') = coalesce(y.scope, 'output')
  AND a.value IS NOT NULL AND b.value IS NOT NULL
  AND NOT a.family IN ['change_case:capital_word_frequency', 'detectable_format:bold', 'detectable_format:code_blocks',
    'detectable_format:headings', 'detectable_format:italic', 'detectable_format:multiple_sections',
    'detectable_format:table', 'keywords:frequency', 'keywords:letter_frequency', 'style:figurative']
  AND (a.kwargs CONTAINS '"separator"') = (b.kwargs CONTAINS '"separator"')
WITH a, b, coalesce(x.scope, 'output') AS scope,
  coalesce(a.relation, CASE WHEN a.family IN ['detectable_content:number_placeholders',
    'detectable_format:number_highlighted_sections'] THEN 'at least' ELSE 'equal to' END) AS one,
  coalesce(b.relation, CASE WHEN b.family IN ['detectable_content:number_placeholders',
    'detectable_format:number_highlighted_sections'] THEN 'at least' ELSE 'equal to' END) AS two
WITH a, b, scope,
  CASE one WHEN 'more than' THEN a.value + 1 WHEN 'at least' THEN a.value WHEN 'equal to' THEN a.value
    ELSE -1.0 END AS low_a,
  CASE one WHEN 'less than' THEN a.value - 1 WHEN 'at most' THEN a.value WHEN 'equal to' THEN a.value
    ELSE 1e300 END AS high_a,
  CASE two WHEN 'more than' THEN b.value + 1 WHEN 'at least' THEN b.value WHEN 'equal to' THEN b.value
    ELSE -1.0 END AS low_b,
  CASE two WHEN 'less than' THEN b.value - 1 WHEN 'at most' THEN b.value WHEN 'equal to' THEN b.value
    ELSE 1e300 END AS high_b
WHERE low_a > high_b OR low_b > high_a
MATCH (a)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
RETURN DISTINCT i.id AS id, i.source AS source, a.family AS family, scope, a.text AS first, b.text AS second
ORDER BY id, family, scope, first, second
