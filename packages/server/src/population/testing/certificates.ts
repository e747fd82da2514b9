/** Certificates for tests: an authority and the certificates it issues, as files. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'

export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

export interface TestAuthority {
  /** Path of the authority's certificate. */
  readonly ca: string
  /** A certificate of this authority for 127.0.0.1 and localhost, valid for a server and for a client. */
  issue(commonName: string): Promise<CertificateFiles>
}

const write = async (folder: string, name: string, cert: string, key: string): Promise<CertificateFiles> => {
  await mkdir(folder, { recursive: true })
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) }
  await writeFile(files.cert, cert)
  await writeFile(files.key, key, { mode: 0o600 })
  return files
}

/** Creates an authority, with its files in `folder`. */
export const createAuthority = async (folder: string, name = 'test authority'): Promise<TestAuthority> => {
  const own = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const { cert: ca } = await write(folder, 'authority', own.cert, own.private)
  return {
    ca,
    async issue(commonName) {
      const made = await generate([{ name: 'commonName', value: commonName }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: own.private, cert: own.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              { type: 7, ip: '127.0.0.1' },
              { type: 2, value: 'localhost' },
            ],
          },
        ],
      })
      return write(folder, commonName, made.cert, made.private)
    },
  }
}
