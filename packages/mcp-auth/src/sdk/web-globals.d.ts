// The SDK's declarations name a type of the DOM library, which a Node program does not load.
type HeadersInit = ConstructorParameters<typeof Headers>[0];
