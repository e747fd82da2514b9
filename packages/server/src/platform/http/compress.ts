/**
 * JSON and other text is compressed: lists of an election are some hundred kilobytes, and offices have slow lines. Where what a person does not know and what
 * somebody else chose stand in one compressed answer, its length tells of the first (BREACH): requests that a page of another site made are
 * therefore answered as they are, and so is everything about signing in. Requests are never inflated.
 */
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'
import { isCrossSite } from './security.ts'

/** Shorter answers fit into a packet or two as they are. */
const THRESHOLD_BYTES = 1024
/** As small as gzip's best, at a fifth of its time. */
const BROTLI_QUALITY = 4
/** Answers with codes, tokens and names of accounts. */
const UNCOMPRESSED = /^\/api\/(?:auth|session|accounts?|devices|second-officer|voter\/(?:login|logins|callback|me))\b/
/** The header by which the plugin leaves an answer as it is. */
const LEAVE = 'x-no-compression'

/** Registered before the routes. */
export const compressAnswers = async (app: FastifyInstance, publicUrl: URL | undefined): Promise<void> => {
  app.addHook('onRequest', (request, _, done) => {
    if (isCrossSite(request, publicUrl?.host) || UNCOMPRESSED.test(request.url)) request.headers[LEAVE] = '1'
    done()
  })
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    threshold: THRESHOLD_BYTES,
    brotliOptions: {
      params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
    },
  })
}
