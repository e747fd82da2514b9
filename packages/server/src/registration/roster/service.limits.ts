/** When a file waits for an officer: it has many rows of one name and birth date with several numbers, or tells much about people elsewhere. */

/** The file waits. Nothing of it is saved, and nothing was told. */
export class ImportHeld extends Error {}

/** A file may have so many marked rows, and one more for each 200 rows: people do share name and birth date. */
const SEVERAL_NUMBERS = 10
const ROWS_PER_MARKED = 200
/** Within a day an account may be told of so many people that they are registered elsewhere, and one more for each 20 rows that it sends. */
const TOLD_PER_DAY = 200
const ROWS_PER_TOLD = 20

/** What an account sent and was told within a day. */
interface Day {
  readonly told: number
  readonly rows: number
}

const setting = (name: string, usual: number, env: Readonly<Record<string, string | undefined>>): number =>
  /^\d{1,6}$/.test(env[name] ?? '') ? Number(env[name]) : usual

/**
 * Before anything is judged, so that waiting says nothing about a person. `before`: what the account was told of earlier.
 * @throws ImportHeld
 */
export const checkSeveralNumbers = (
  { marked, rows, before }: { readonly marked: number; readonly rows: number; readonly before: Day },
  env: Readonly<Record<string, string | undefined>> = process.env,
): void => {
  if (marked > setting('MINGCE_SEVERAL_NUMBERS', SEVERAL_NUMBERS, env) + rows / ROWS_PER_MARKED)
    throw new ImportHeld(`${marked} of ${rows} rows share name and birth date with another number`)
  if (before.told >= setting('MINGCE_TOLD_PER_DAY', TOLD_PER_DAY, env) + (before.rows + rows) / ROWS_PER_TOLD)
    throw new ImportHeld(`the account was told of ${before.told} people today`)
}

/**
 * After judging. A file of few rows never waits for what was found of them: only what was told before counts for those.
 * @throws ImportHeld
 */
export const checkTold = ({ told, rows }: Day, env: Readonly<Record<string, string | undefined>> = process.env): void => {
  const most = setting('MINGCE_TOLD_PER_DAY', TOLD_PER_DAY, env) + rows / ROWS_PER_TOLD
  if (rows > most && told > most) throw new ImportHeld(`the file tells of ${told} people that they are registered elsewhere`)
}
