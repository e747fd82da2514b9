export { registerSeatRoutes, type SeatUseCases } from './routes.ts'
export { type CountBase, findSeats, seatSheet, setSeats } from './service.ts'
