import DataLoader from 'dataloader'

/** At most so many in one statement. */
const MOST = 200

/**
 * Questions of one kind that come in the same turn of the loop, asked in one statement: under load a statement each costs more in round
 * trips than in work, and when little comes each is asked at once. `ask` answers questions in their order; a failure fails all that were
 * asked with it. Nothing is kept. Not for use inside a transaction.
 */
export const gather = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): ((question: Question) => Promise<Answer>) => {
  const loader = new DataLoader<Question, Answer>(ask, {
    cache: false,
    maxBatchSize: MOST,
    batchScheduleFn: flush => void setImmediate(flush),
  })
  return question => loader.load(question)
}
