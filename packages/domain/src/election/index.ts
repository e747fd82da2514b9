export * from './electorate.ts'
export * from './rule-form.ts'
export * from './rule-sets.ts'
export * from './timetable.ts'
