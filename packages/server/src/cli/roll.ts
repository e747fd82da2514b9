import type { Command } from 'commander'
export const addRollCommands = (_root: Command, _exit: (code: number) => void): void => {}
