/** Which manuals come first for whom, and which section explains a page. */
import { matchPath } from 'react-router'
import type { Role } from '../../../api/index.ts'
import type { PageOfManual } from './section.ts'

/** The order of manuals for those whose role names none. */
const ORDER = [
  'clerk',
  'questions',
  'station',
  'second-officer',
  'district-office',
  'city-office',
  'auditor',
  'verify',
  'voter',
  'administrator',
  'training',
]

/** What each role reads first. */
const FIRST: Readonly<Record<Role, readonly string[]>> = {
  station: ['clerk', 'questions', 'station'],
  township: ['clerk', 'questions', 'station', 'second-officer'],
  district: ['district-office', 'clerk', 'questions', 'second-officer'],
  city: ['city-office', 'district-office', 'clerk', 'questions', 'administrator'],
  auditor: ['auditor', 'verify'],
}

/** The manuals' names in the order for this role; names that are not known come last. */
export const orderFor = (role: Role | undefined, names: readonly string[]): readonly string[] => {
  const order = [...(role ? FIRST[role] : []), ...ORDER]
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return [...names].sort((one, other) => place(one) - place(other))
}

/** Is this one of the manuals that this role reads first? */
export const isOwn = (role: Role | undefined, name: string): boolean => role !== undefined && FIRST[role].includes(name)

const variables = (page: string): number => page.split('/').filter(part => part.startsWith(':')).length

/** The section that explains the page at `pathname`, in the role's own manual where several do; null: none. */
export const sectionFor = (pages: readonly PageOfManual[], pathname: string, role: Role | undefined): PageOfManual | null => {
  const found = pages.filter(({ page }) => matchPath(page, pathname))
  // `/elections/new` is not an election.
  const least = Math.min(...found.map(({ page }) => variables(page)))
  const exact = found.filter(({ page }) => variables(page) === least)
  const [first] = orderFor(
    role,
    exact.map(({ manual }) => manual),
  )
  return exact.find(({ manual }) => manual === first) ?? null
}
