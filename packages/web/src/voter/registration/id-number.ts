/** Is this a resident ID number by its form and check character? Whether someone has it is asked nowhere on this page. */
import { readResidentId } from '@mingce/domain/standards'

/** An abolished county's number stays valid, so no list of counties is needed here. */
export const isIdNumber = (typed: string): boolean => readResidentId(typed, { isCurrentCounty: () => true }).kind === 'ok'
