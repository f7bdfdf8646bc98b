namespace RouteGen;

/// <summary>
/// What was decoded of a request, or set. A called request has it from the beginning; a served one gets it when a handler asks for something
/// that is kept. It belongs to one request for ever, so that what is set too late changes nothing of another one.
/// </summary>
internal sealed class RequestParts
{
    /// <summary>Whether the request was made by a program: then everything is here.</summary>
    internal bool IsCalled;

    internal bool IsChunked;
    internal bool Close;

    /// <summary>Whether the trailer was set, or its announced names were looked for.</summary>
    internal bool IsTrailerKnown;

    /// <summary>Whether method, host or URL are not those received.</summary>
    internal bool IsRewritten;

    internal long ContentLength;
    internal Body Body = Body.Empty;
    internal string Proto = "HTTP/1.1";
    internal string? Method;
    internal string? Host;
    internal Url? Url;
    internal Header? Header;
    internal Header? Trailer;
    internal RequestContext? Context;
    internal string? RemoteAddr;

    /// <summary>While <see cref="Url"/> is null: the URL is the one received, without the path of this mount; null: all of it.</summary>
    internal MountPoint? StrippedOf;

    internal MountPoint? MountPoint;
    internal IHandler? MountedMux;
    internal byte[]? RoutedPath;
    internal Dictionary<string, string>? SetPathValues;
    internal RequestForms? Forms;
    internal MultipartForm? MultipartForm;

    /// <summary>Of a type that says nothing about files: a server whose handlers read no forms does not carry what they need.</summary>
    internal IDisposable? FormFiles;

    internal Func<Body>? GetBody;
    internal Response? Response;
}
