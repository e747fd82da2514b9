/** Registering a voter on another place's certificate, and the list of those accepted. */
export { AcceptForm } from './accept-form.tsx'
export { AcceptedCertificates } from './accepted-certificates.tsx'
