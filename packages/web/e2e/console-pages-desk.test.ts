/** Every page of the console at the width of a desktop. */
import { describe } from 'vitest'
import { checkPages } from './console-pages.ts'

describe('every page at the width of a desk', () => checkPages('desk'))
