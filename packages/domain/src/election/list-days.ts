/** The days that the law gives around the published list: constants of every province, which no rule set changes. */

/** Days between the publication of the list and election day (EL 28). */
export const LIST_DAYS = 20
/** Days in which anyone may object to the list (EL 29). */
export const OBJECTION_DAYS = 5
/** Days from filing in which the committee decides on an objection (EL 29). */
export const DECISION_DAYS = 3
/** A suit over the decision is brought at least so many days before election day (EL 29, CPL 188). */
export const SUIT_DAYS_BEFORE = 5
