namespace LoadClient.FirstUse;

/// <summary>A kind of request.</summary>
/// <param name="Request">The request, as bytes in Latin-1. Its connection closes afterwards.</param>
/// <param name="Status">Status of its response where there are descriptors, or statuses separated by bars.</param>
/// <param name="NeedsDescriptor">True if serving it opens a descriptor, so that it fails without one.</param>
/// <param name="End">Text that ends its response. Empty if only the end of the connection does.</param>
internal sealed record FirstKind(string Request, string Status, bool NeedsDescriptor = false, string End = "\0")
{
    internal string Name => Request[..Request.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>True if a response has one of the statuses.</summary>
    internal bool IsAnsweredBy(string response) => Array.Exists(
        Status.Split('|'),
        status =>
            response.Contains($"HTTP/1.1 {status}", StringComparison.Ordinal)
                || response.StartsWith($"HTTP/1.0 {status}", StringComparison.Ordinal));

    internal static FirstKind Get(string path, string status, bool needsDescriptor = false) =>
        new(Head("GET", path), status, needsDescriptor);

    internal static FirstKind Post(string path, string contentType, string body, string status, bool needsDescriptor = false) =>
        new(Head("POST", path, $"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n") + body, status, needsDescriptor);

    internal static string Head(string method, string path, string fields = "") =>
        $"{method} {path} HTTP/1.1\r\nHost: h\r\nCookie: a=b\r\nConnection: close\r\n{fields}\r\n";
}
