# Reads .env as Docker Compose and the panel do (lib/server/files/env/env-file.ts), or refuses. For compose/lib/env-file.sh.
#
#   awk -v names="A B" -f env-file.awk .env         one line NAME=value for each name that has a value
#   NEW=value awk -v set=A -f env-file.awk .env     the file with the value of A written anew, or appended
#
# The whole file must have statements whose ends are certain, one a line save for values in quotes. The values asked for
# must be certain too: escapes, defaults in references and control characters are refused. A refusal is the only output,
# "! LINE REASON", with exit code 3; the reason never quotes the line, which may hold a secret.

BEGIN {
  BLANKS = "[ \t\v\f\r]*"
  QUOTE = "'"
}

{ lines[NR] = $0 }

END {
  read_statements()
  if (set != "") write_value()
  else print_values()
}

function refuse(at, reason) {
  printf "! %d %s\n", at, reason
  exit 3
}

function read_statements(   n, start, text) {
  for (n = 1; n <= NR; n++) {
    text = lines[n]
    start = 1
    if (n == 1 && substr(text, 1, 3) == "\357\273\277") start = 4
    start = after_blanks(text, start)
    if (start > length(text) || substr(text, start, 1) == "#") continue
    n = read_statement(n, start)
  }
}

function after_blanks(text, from) {
  match(substr(text, from), "^" BLANKS)
  return from + RLENGTH
}

# Returns the line on which the statement ends.
function read_statement(n, at,   text, name, mark) {
  text = lines[n]
  if (match(substr(text, at), /^export[ \t\v\f\r]+/)) at += RLENGTH
  if (!match(substr(text, at), /^[A-Za-z0-9_.-]+/)) refuse(n, "begins with a character that no name may have")
  name = substr(text, at, RLENGTH)
  at = after_blanks(text, at + RLENGTH)
  if (at > length(text)) {
    # A name alone asks for a variable of the shell.
    if (n == NR || is_wanted(name)) refuse(n, "has a name without a value")
    return n
  }
  mark = substr(text, at, 1)
  if (mark != "=" && mark != ":") refuse(n, "has no \"=\" after the name")
  at = after_blanks(text, at + 1)
  count++
  last[name] = count
  earlier[count] = latest[name]
  latest[name] = count
  name_of[count] = name
  line_of[count] = n
  begins[count] = at
  mark = substr(text, at, 1)
  if (mark == "\"" || mark == QUOTE) return read_quoted(n, at, mark)
  kind[count] = "plain"
  text = substr(text, at)
  if (match(text, / #/)) text = substr(text, 1, RSTART - 1)
  sub(/[ \t\v\f\r]+$/, "", text)
  raw[count] = text
  ends[count] = at + length(text)
  return n
}

function read_quoted(n, at, mark,   text, i, char, pair, content) {
  kind[count] = mark
  content = ""
  text = lines[n]
  for (i = at + 1; ; i++) {
    if (i > length(text)) {
      if (n == NR) refuse(line_of[count], "has a quote that is not closed")
      content = content "\n"
      text = lines[++n]
      i = 0
      continue
    }
    char = substr(text, i, 1)
    if (char == mark) break
    if (char != "\\") {
      content = content char
      continue
    }
    # Both go on together, so that an escaped backslash escapes nothing. At the end of a line it escapes the line end.
    if (i == length(text)) {
      content = content "\\"
      odd[count] = 1
      continue
    }
    pair = substr(text, ++i, 1)
    content = content (pair == mark ? (mark == "\"" ? "\\\"" : mark) : "\\" pair)
  }
  raw[count] = content
  ends[count] = n == line_of[count] ? i + 1 : 0
  i = after_blanks(text, i + 1)
  if (i <= length(text) && substr(text, i, 1) != "#") refuse(n, "has text after the closing quote")
  return n
}

function is_wanted(name) { return index(" " names " " set " ", " " name " ") > 0 }

# The value of the assignment i. References look among those before it.
function value_of(i,   text) {
  text = raw[i]
  if (odd[i] || text ~ /[\001-\037\177]/) refuse(line_of[i], "has a line end or a control character in its value")
  if (kind[i] == QUOTE) return text
  if (kind[i] == "plain" && (text ~ /^[\200-\377]/ || text ~ /[\200-\377]$/))
    refuse(line_of[i], "has a value that begins or ends with an unusual character and has no quotes")
  if (kind[i] == "\"") text = unescape(text, line_of[i])
  return expand(text, i)
}

function unescape(text, n,   out, char) {
  out = ""
  while (match(text, /\\/)) {
    char = substr(text, RSTART + 1, 1)
    if (char !~ /[\\"$]/) refuse(n, "has an escape in its value")
    out = out substr(text, 1, RSTART - 1) (char == "$" ? "$$" : char)
    text = substr(text, RSTART + 2)
  }
  return out text
}

function expand(text, i,   out, name, j, length_of_it) {
  out = ""
  while (match(text, /\$/)) {
    out = out substr(text, 1, RSTART - 1)
    text = substr(text, RSTART + 1)
    if (substr(text, 1, 1) == "$") {
      out = out "$"
      text = substr(text, 2)
      continue
    }
    if (match(text, /^\{[A-Za-z_][A-Za-z0-9_]*\}/)) name = substr(text, 2, RLENGTH - 2)
    else if (match(text, /^[A-Za-z_][A-Za-z0-9_]*/)) name = substr(text, 1, RLENGTH)
    else refuse(line_of[i], "has a \"$\" that is no plain reference")
    length_of_it = RLENGTH
    for (j = i - 1; j > 0 && name_of[j] != name; j--) continue
    if (j == 0) refuse(line_of[i], "refers to " name ", which no line before it sets")
    # Compose would take the shell's.
    if (name in ENVIRON && ENVIRON[name] != value_of(j)) refuse(line_of[i], "refers to " name ", which the shell sets too")
    out = out value_of(j)
    text = substr(text, length_of_it + 1)
  }
  return out text
}

function print_values(   list, n, i, out) {
  n = split(names, list, " ")
  out = ""
  for (i = 1; i <= n; i++) if (list[i] in last) out = out list[i] "=" value_of(last[list[i]]) "\n"
  printf "%s", out
}

function write_value(   i, n, text, written) {
  i = last[set]
  if (i && !ends[i]) refuse(line_of[i], "has a value of several lines")
  written = ENVIRON["NEW"]
  if ((i && kind[i] != "plain") || written !~ /^[A-Za-z0-9_.\/:@%+=,~^-]*$/) written = QUOTE written QUOTE
  # Without quotes the comment behind it would be its value.
  if (i && written == "" && substr(lines[line_of[i]], ends[i]) ~ /#/) written = QUOTE QUOTE
  for (n = 1; n <= NR; n++) {
    text = lines[n]
    if (i && n == line_of[i]) text = substr(text, 1, begins[i] - 1) written substr(text, ends[i])
    print text
  }
  if (!i) print set "=" written
}
