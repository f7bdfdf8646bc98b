namespace RouteGen;

/// <summary>Parts that few requests have: trailers, forms, and the call's body factory and redirect.</summary>
internal sealed class RequestExtras
{
    /// <summary>True once the trailer was set, or its announced names were read.</summary>
    internal bool IsTrailerKnown;

    internal Header? Trailer;
    internal RequestForms? Forms;
    internal MultipartForm? MultipartForm;

    /// <summary>Typed as IDisposable so that a server whose handlers read no forms does not contain the code for form files.</summary>
    internal IDisposable? FormFiles;

    internal Func<Body>? GetBody;
    internal Response? Response;
}
