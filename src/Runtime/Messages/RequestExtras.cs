namespace RouteGen;

/// <summary>Parts that few requests have: trailers, forms, and the call's body factory and redirect.</summary>
internal sealed class RequestExtras
{
    /// <summary>True once the trailer was set, or its announced names were read.</summary>
    internal bool IsTrailerKnown;

    internal Header? Trailer;
    internal RequestForms? Forms;
    internal MultipartForm? MultipartForm;

    /// <summary>True once a reader of the multipart body was made: nothing else reads the body then.</summary>
    internal bool IsMultipartTaken;

    /// <summary>Typed as IDisposable so that a server whose handlers read no forms does not contain the code for form files.</summary>
    internal IDisposable? FormFiles;

    internal Func<Body>? GetBody;
    internal Response? Response;
}
