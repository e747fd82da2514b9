/** Every page of the console at the width of a phone. */
import { describe } from 'vitest'
import { checkPages } from './console-pages.ts'

describe('every page at the width of a phone', () => checkPages('phone'))
