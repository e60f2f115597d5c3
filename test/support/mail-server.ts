/** A mail server for tests: takes every mail, or refuses every one. */
import { createServer } from 'node:net'

export interface MailServer {
  /** Its address, for MALINES_SMTP. */
  readonly url: string
  /** Each mail as it came, head and body. */
  readonly mails: readonly string[]
  readonly close: () => Promise<void>
}

export async function mailServer({ refuses = false } = {}): Promise<MailServer> {
  const mails: string[] = []
  const server = createServer((socket) => {
    let waiting = ''
    let mail: string[] | undefined
    const answer = (line: string) => {
      if (mail) {
        if (line !== '.') return mail.push(line)
        mails.push(mail.join('\n'))
        mail = undefined
        return socket.write('250 taken\r\n')
      }
      if (/^RCPT/i.test(line) && refuses) return socket.write('550 nobody\r\n')
      if (/^DATA/i.test(line)) {
        mail = []
        return socket.write('354 go on\r\n')
      }
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n')
      return socket.write('250 mail.example\r\n')
    }
    socket.write('220 mail.example\r\n')
    socket.on('data', (data) => {
      const lines = (waiting + data.toString('utf8')).split('\r\n')
      waiting = lines.pop() ?? ''
      for (const line of lines) answer(line)
    })
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  }
}
