import { PACKAGE_NAME } from '../../core/package.ts';

/** Says that files may follow, or those of TypeScript. */
export const FILES_LINE = { any: ':files', typescript: ':files.ts' } as const;

const NAMES = ['act', PACKAGE_NAME];

/** At the head of each script. */
const NOTE = `# Completes ${NAMES.join(' and ')} where the PATH has them, such as after: export PATH="$PWD/node_modules/.bin:$PATH"
`;

/**
 * What a shell sources. Each script calls the program that stands on the line, as `act complete -- <words>`, and gets a line
 * for each word that may follow: the word, a tab, what it means. Words are never evaluated: they may come from files.
 */
export const COMPLETION_SCRIPTS: ReadonlyMap<string, string> = new Map([
  [
    'bash',
    `${NOTE}_act_complete() {
  local current=\${COMP_WORDS[COMP_CWORD]} value meaning
  # What follows = is a word of its own here.
  [[ $current == = ]] && current=
  COMPREPLY=()
  while IFS=$'\\t' read -r value meaning; do
    if [[ $value == ${FILES_LINE.any} ]]; then
      compopt -o default 2>/dev/null
    elif [[ $value == ${FILES_LINE.typescript} ]]; then
      compopt -o default -o filenames 2>/dev/null
      while IFS= read -r value; do
        COMPREPLY+=("$value")
      done < <(compgen -f -X '!*.ts' -- "$current"; compgen -d -- "$current")
    elif [[ $value == "$current"* ]]; then
      COMPREPLY+=("$value")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _act_complete ${NAMES.join(' ')}
`,
  ],
  [
    'zsh',
    `${NOTE}_act_complete() {
  local value meaning
  local -a values
  while IFS=$'\\t' read -r value meaning; do
    if [[ $value == ${FILES_LINE.any} ]]; then
      compset -P '*='
      _files
    elif [[ $value == ${FILES_LINE.typescript} ]]; then
      _files -g '*.ts'
    else
      values+=("$value:$meaning")
    fi
  done < <("\${(Q)words[1]}" complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( \${#values} )) && _describe 'word' values
}
compdef _act_complete ${NAMES.join(' ')}
`,
  ],
  [
    'fish',
    `${NOTE}function __act_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    for line in ($program complete -- $words "$current" 2>/dev/null)
        if test "$line" = ${FILES_LINE.any}
            __fish_complete_path "$current"
        else if test "$line" = ${FILES_LINE.typescript}
            __fish_complete_path "$current" | string match -r '^[^\\t]*(?:\\.ts|/)(?:\\t.*)?$'
        else
            printf '%s\\n' $line
        end
    end
end
${NAMES.map((name) => `complete -c ${name} -e\ncomplete -c ${name} -f -a '(__act_complete)'`).join('\n')}
`,
  ],
]);
