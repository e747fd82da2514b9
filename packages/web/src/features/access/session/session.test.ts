/** After signing in, the user returns to a page of the console and never to another site. */
import { expect, it } from 'vitest'
import { safeReturnPath } from './session.ts'

it.each([
  [
    '/elections/110105021-20261123/reviews?code=claim.other-district',
    '/elections/110105021-20261123/reviews?code=claim.other-district',
  ],
  [null, '/elections'],
  ['', '/elections'],
  ['//elsewhere.example/', '/elections'],
  ['/\\elsewhere.example', '/elections'],
  ['https://elsewhere.example', '/elections'],
  ['/sign-in?back=/x', '/elections'],
])('%s leads to %s', (asked, path) => expect(safeReturnPath(asked)).toBe(path))
