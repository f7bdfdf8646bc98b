// Parameters of the query and of the body, in an object that is created on first use.
namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// The parameters of the query. Pairs that are malformed or contain a semicolon are omitted; a query of more than 10,000 pairs counts
    /// as empty. Parsed on first use, and again after <see cref="Url"/> was set. Go's name: <c>URL.Query()</c>.
    /// </summary>
    public Values Query => Forms.Query(RawQuery);

    /// <summary>
    /// The parameters of the body, followed by the query's. Null before <see cref="ParseFormAsync"/>. Go's name: <c>Form</c>.
    /// </summary>
    public Values? Form => Live(_parts?.ExistingExtras?.Forms)?.All;

    /// <summary>The parameters of the body. Null before <see cref="ParseFormAsync"/>. Go's name: <c>PostForm</c>.</summary>
    public Values? PostForm => Live(_parts?.ExistingExtras?.Forms) is { All: not null } forms ? forms.Post : null;

    private RequestForms Forms => Parts.Extras.Forms ??= new RequestForms();

    /// <summary>
    /// Parses the query and, for <c>POST</c>, <c>PUT</c> and <c>PATCH</c>, a URL-encoded body. Further calls do nothing. Go's name:
    /// <c>ParseForm</c>.
    /// </summary>
    /// <remarks>The body may have up to 10 MiB, or as many bytes as <c>Http.MaxBytesReader</c> allows.</remarks>
    /// <param name="cancellationToken">Cancels the wait for the body.</param>
    /// <exception cref="BadRequestException">A pair is malformed or contains a semicolon, or there are more than 10,000 pairs. The
    /// well-formed pairs are still available.</exception>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask ParseFormAsync(CancellationToken cancellationToken = default)
    {
        if (await Forms.ParseAsync(this, holdsThread: false, cancellationToken).ConfigureAwait(false) is { } problem)
            throw new BadRequestException(problem);
    }

    /// <summary>
    /// Returns the first value of a parameter, or the empty string if there is none. A URL-encoded body is searched first, then the query,
    /// then a multipart body. The first call parses the form, and blocks the thread until the body has arrived. Go's name:
    /// <c>FormValue</c>.
    /// </summary>
    /// <remarks>
    /// Malformed pairs are omitted, and so are all values of a malformed multipart form. Up to <see cref="FormMemoryBytesMax"/> bytes of
    /// files are kept in memory, the rest in temporary files (<see cref="ParseMultipartFormAsync"/>). A multipart body is not read if
    /// <see cref="ParseFormAsync"/> or <see cref="MultipartReader"/> was called before.
    /// </remarks>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public string FormValue(string name)
    {
        return ParseFormNow().All!.Get(name);
    }

    /// <summary>Returns a value like <see cref="FormValue"/>, but only from the body. Go's name: <c>PostFormValue</c>.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public string PostFormValue(string name)
    {
        return ParseFormNow().Post.Get(name);
    }

    // Every read blocks the thread, so the task is complete.
    private RequestForms ParseFormNow()
    {
        var forms = Forms;
        if (forms.All is not null) return forms;
        var parsing = forms.ParseAsync(this, holdsThread: true, CancellationToken.None);
        parsing.GetAwaiter().GetResult();
        ParseMultipartFormNow();
        return forms;
    }
}
