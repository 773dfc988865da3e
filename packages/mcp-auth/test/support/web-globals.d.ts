// Declarations of @hono/node-server name a type of the DOM library, which a Node program does not load.
type RequestInfo = ConstructorParameters<typeof Request>[0];
