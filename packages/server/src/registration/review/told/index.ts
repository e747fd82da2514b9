export {
  type Acceptance,
  isWaiting,
  TOLD_BY,
  type ToldBy,
  tellAccepted,
  tellRefused,
  tellUnaccepted,
  tellUndone,
} from './service.ts'
