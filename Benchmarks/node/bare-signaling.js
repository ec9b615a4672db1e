// The least signaling server on `ws`: a client that said `hello` has an id, and a message with this id in `to` reaches
// it with `from`.
const http = require('http'), { WebSocketServer } = require('ws');
const devices = new Map();
let last = 0;
const server = http.createServer((request, response) => response.end('ok'));
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  const id = String(++last);
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.type === 'hello') {
      devices.set(id, socket);
      socket.send(JSON.stringify({ type: 'welcome', id }));
      return;
    }
    const { to, ...rest } = message;
    devices.get(to)?.send(JSON.stringify({ ...rest, from: id }));
  });
  socket.on('close', () => devices.delete(id));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
