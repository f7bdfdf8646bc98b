namespace LoadClient.FirstUse;

/// <summary>One request of each kind.</summary>
internal static class FirstKinds
{
    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    private const string File = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\n";

    internal static IReadOnlyList<FirstKind> All { get; } =
    [
        FirstKind.Get("/plain", "200"),
        new FirstKind(FirstKind.Head("HEAD", "/plain"), "200"),
        new FirstKind("GET /plain HTTP/1.0\r\n\r\n", "200"),
        FirstKind.Get("/none", "404"),
        new FirstKind(FirstKind.Head("DELETE", "/plain"), "405"),
        new FirstKind(FirstKind.Head("OPTIONS", "*"), "200"),
        new FirstKind(FirstKind.Head("CONNECT", "h:80"), "404"),
        new FirstKind("GET /plain HTTP/1.1\r\n\r\n", "400"),
        new FirstKind("no request\r\n\r\n", "400"),
        FirstKind.Get("/folder", "301|307"),
        FirstKind.Get("/a/../plain", "301|307"),
        FirstKind.Get("/moved", "302"),
        FirstKind.Get("/throw", "500"),
        FirstKind.Get("/throw/later", "500"),
        FirstKind.Post("/json", "application/json", "{\"X\":1,\"Name\":\"\u00E9\"}", "400"),
        FirstKind.Post("/json", "application/json", "{\"X\":1,\"Name\":\"n\"}", "200"),
        FirstKind.Post("/json", "application/json", "{", "400"),
        FirstKind.Post("/form", "application/x-www-form-urlencoded", "a=%C3%A9+1&b=2", "200"),
        FirstKind.Post("/multipart", "multipart/form-data; boundary=b", $"{Part}--b--\r\n", "200"),
        FirstKind.Post(
            "/multipart", "multipart/form-data; boundary=b", $"{Part}{File}{new string('x', 100)}\r\n--b--\r\n", "200",
            needsDescriptor: true),
        FirstKind.Post("/echo", "text/plain", "body", "200"),
        new FirstKind(
            FirstKind.Head("POST", "/echo", "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n") + "4\r\nbody\r\n0\r\nX-T: 1\r\n\r\n", "200"),
        new FirstKind(FirstKind.Head("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "no chunk\r\n", "400"),
        new FirstKind(FirstKind.Head("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n") + "body", "200"),
        FirstKind.Post("/limited", "text/plain", "body", "413"),
        new FirstKind(FirstKind.Head("POST", "/origin", "Origin: http://other\r\nContent-Length: 0\r\n"), "403"),
        FirstKind.Get("/timeout", "503"),
        FirstKind.Get("/cancelled", "500"),
        FirstKind.Get("/stream", "200"),
        new FirstKind(FirstKind.Head("GET", "/hijack"), "101"),
        FirstKind.Get("/files/a.txt", "200", needsDescriptor: true),
        FirstKind.Get("/files/", "200", needsDescriptor: true),
        FirstKind.Get("/files/none", "404", needsDescriptor: true),
        new FirstKind(FirstKind.Head("GET", "/files/a.txt", "Range: bytes=0-1,4-5\r\n"), "206", NeedsDescriptor: true),
        FirstKind.Get("/client", "200", needsDescriptor: true),
        FirstKind.Get("/proxy/plain", "200", needsDescriptor: true),
        FirstKind.Post("/proxy/echo", "text/plain", "body", "200", needsDescriptor: true),
    ];
}
