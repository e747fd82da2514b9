/**
 * Questions of one kind that come in the same turn of the loop, asked in one statement: under load a statement each costs more in round
 * trips than in work, and when little comes each is asked at once.
 */

/** At most so many in one statement. */
const MOST = 200

/** `ask` answers questions in their order. A failure fails all that were asked with it. Not for use inside a transaction. */
export const gather = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): ((question: Question) => Promise<Answer>) => {
  interface Waiting {
    readonly question: Question
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  const settle = async (asked: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await ask(asked.map(one => one.question))
      if (answers.length !== asked.length) throw new Error(`${asked.length} questions got ${answers.length} answers`)
      asked.forEach((one, index) => {
        one.resolve(answers[index] as Answer)
      })
    } catch (error) {
      for (const one of asked) one.reject(error)
    }
  }
  const flush = (): void => {
    const all = waiting
    waiting = []
    for (let at = 0; at < all.length; at += MOST) void settle(all.slice(at, at + MOST))
  }
  return question =>
    new Promise<Answer>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ question, resolve, reject })
    })
}
