namespace RouteGen;

/// <summary>Parts that few requests have: trailer, forms, <c>GetBody</c> and the response that redirected to the request.</summary>
internal sealed class RequestExtras
{
    /// <summary>True after the trailer was set or its announced names were read.</summary>
    internal bool IsTrailerKnown;

    internal Header? Trailer;
    internal RequestForms? Forms;
    internal MultipartForm? MultipartForm;

    /// <summary>True after a reader of the multipart body was created. <c>FormValue</c> then does not read the body.</summary>
    internal bool IsMultipartTaken;

    /// <summary>The temporary files. Typed as IDisposable, so that trimming removes their code from programs without forms.</summary>
    internal IDisposable? FormFiles;

    internal Func<Body>? GetBody;
    internal Response? Response;
}
