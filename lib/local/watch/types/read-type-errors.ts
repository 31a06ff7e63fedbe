import path from 'node:path';

/**
 * Reads what the compiler prints with `--pretty false --listFiles`.
 *
 * @param folder what its paths are relative to
 */
export function readTypeErrors(output: string, folder: string): TypeCheckOutput {
  const errors: TypeProblem[] = [];
  const files: string[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, file, at, column, code, message] = ERROR.exec(line) ?? [];
    const last = errors.at(-1);
    if (code !== undefined && message !== undefined) {
      const place = file === undefined ? undefined : path.resolve(folder, file);
      errors.push({ file: place, line: Number(at), column: Number(column), code, message });
    } else if (/^\s+\S/.test(line) && last !== undefined && files.length === 0) {
      errors[errors.length - 1] = { ...last, message: `${last.message}\n${line}` };
    } else if (path.isAbsolute(line)) files.push(path.normalize(line));
  }
  return { errors, files };
}

/** What a check of types has found. */
export interface TypeCheckOutput {
  readonly errors: readonly TypeProblem[];
  /** All files that were checked, absolute. */
  readonly files: readonly string[];
}

/** One error of the compiler. */
export interface TypeProblem {
  /** Absolute; `undefined` for what is wrong with the configuration. */
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;
  /** Such as `TS2322`. */
  readonly code: string;
  /** Of several lines, if the compiler explains it. */
  readonly message: string;
}

const ERROR = /^(?:(.+?)\((\d+),(\d+)\): )?error (TS\d+): (.*)$/;
