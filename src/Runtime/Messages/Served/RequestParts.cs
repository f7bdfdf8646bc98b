namespace RouteGen;

/// <summary>
/// Parts of a request that were decoded or set. A called request has them from the beginning; a served one gets them when a handler first asks
/// for something that is kept. They belong to one request for ever, so a member that is set too late cannot change another request.
/// </summary>
internal sealed class RequestParts
{
    /// <summary>True for a request made by a program: then all of its parts are here.</summary>
    internal bool IsCalled;

    internal bool IsChunked;
    internal bool Close;

    /// <summary>True once the trailer was set, or its announced names were read.</summary>
    internal bool IsTrailerKnown;

    /// <summary>True if method, host or URL differ from the received ones.</summary>
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

    /// <summary>Mount whose path is removed from the received URL, while <see cref="Url"/> is null. Null if nothing is removed.</summary>
    internal MountPoint? StrippedOf;

    internal MountPoint? MountPoint;
    internal IHandler? MountedMux;
    internal byte[]? RoutedPath;
    internal Dictionary<string, string>? SetPathValues;
    internal RequestForms? Forms;
    internal MultipartForm? MultipartForm;

    /// <summary>Typed as IDisposable so that a server whose handlers read no forms does not contain the code for form files.</summary>
    internal IDisposable? FormFiles;

    internal Func<Body>? GetBody;
    internal Response? Response;
}
