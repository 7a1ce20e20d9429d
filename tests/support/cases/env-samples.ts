/** Spellings that Compose reads in a way of its own; `values` is what `docker compose config` answers. */
export const envSamples: { name: string; text: string; values: Record<string, string> }[] = [
  { name: 'plain values', text: 'A=1\nB=two words\nC=a=b\n', values: { A: '1', B: 'two words', C: 'a=b' } },
  { name: 'blanks around', text: '  A  =  1  \n\tB\t=\t2\t\n', values: { A: '1', B: '2' } },
  {
    name: 'export',
    text: 'export A=1\nexport\tB=2\nexported=3\n',
    values: { A: '1', B: '2', exported: '3' },
  },
  { name: 'a colon as separator', text: 'A: 1\nB:2\n', values: { A: '1', B: '2' } },
  {
    name: 'comments',
    text: '# A=0\nA=1 # one\nB=2# two\nC=#3\nD= # 4\n',
    values: { A: '1', B: '2# two', C: '#3', D: '# 4' },
  },
  { name: 'empty values', text: 'A=\nB=\'\'\nC=""\nD=', values: { A: '', B: '', C: '', D: '' } },
  {
    name: 'single quotes',
    text: "A='$B #x \\n \\\\'\nB='it\\'s'\n",
    values: { A: '$B #x \\n \\\\', B: "it's" },
  },
  {
    name: 'double quotes',
    text: 'A="a\\nb\\tc"\nB="say \\"hi\\""\nC="\\\\n"\nD="\\$A $$A"\nE="\\q"\n',
    values: { A: 'a\nb\tc', B: 'say "hi"', C: '\\n', D: '$A $A', E: '\\q' },
  },
  {
    name: 'octal escapes',
    text: 'A="\\0101\\060"\nB="\\012"\nC="\\0"\n',
    values: { A: 'A\\60', B: '\\12', C: '\\' },
  },
  { name: 'quotes inside a plain value', text: 'A=it\'s "so"\n', values: { A: 'it\'s "so"' } },
  {
    name: 'several lines in quotes',
    text: 'A="1\n2"\nB=\'3\n4\'\nC=5\n',
    values: { A: '1\n2', B: '3\n4', C: '5' },
  },
  { name: 'a comment after quotes', text: 'A="1" # one\nB=\'2\'   #two\n', values: { A: '1', B: '2' } },
  {
    name: 'references to earlier variables',
    text: 'A=1\nB=$A/${A}\nC="x${A}y"\nD=\'$A\'\nE=${N:-d}\nF=${N-d}\nG=${A:+set}\nH=${N+set}\nI=${N:-${A}}\n',
    values: { A: '1', B: '1/1', C: 'x1y', D: '$A', E: 'd', F: 'd', G: 'set', H: '', I: '1' },
  },
  {
    name: 'a dollar sign before no name',
    text: 'A=$-\nB="a$"\nC=5$\n',
    values: { A: '$-', B: 'a$', C: '5$' },
  },
  { name: 'a dollar sign twice', text: 'A=a$$b\nB="$$"\n', values: { A: 'a$b', B: '$' } },
  { name: 'a later assignment', text: 'A=1\nB=$A\nA=2\n', values: { A: '2', B: '1' } },
  { name: 'Windows line ends', text: 'A=1\r\nB="2"\r\nC=3 # x\r\n', values: { A: '1', B: '2', C: '3' } },
  { name: 'a byte order mark', text: '\ufeffA=1\n', values: { A: '1' } },
  { name: 'unicode', text: 'A=Küche 🌊\nB="é"\n', values: { A: 'Küche 🌊', B: 'é' } },
  { name: 'backslashes in a plain value', text: 'A=C:\\new\\$B\n', values: { A: 'C:\\new\\' } },
  {
    name: 'blank lines and indented comments',
    text: '\n\n  # x\nA=1\n\n   \nB=2',
    values: { A: '1', B: '2' },
  },
];
