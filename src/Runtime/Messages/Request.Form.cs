// Parameters of the query and of the body. They hang on one field, which is null until a handler asks for them.
namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// The parameters of the query. A pair that is malformed, or has a semicolon, is left out; a query of more than 10,000 pairs is left
    /// out as a whole. Parsed on first use, and again when <see cref="Url"/> is set. Go's name: <c>URL.Query()</c>.
    /// </summary>
    public Values Query => Forms.Query(RawQuery);

    /// <summary>
    /// The parameters of body and query, those of the body first; null before <see cref="ParseFormAsync"/>. Go's name: <c>Form</c>.
    /// </summary>
    public Values? Form => Live(_parts?.ExistingExtras?.Forms)?.All;

    /// <summary>The parameters of the body; null before <see cref="ParseFormAsync"/>. Go's name: <c>PostForm</c>.</summary>
    public Values? PostForm => Live(_parts?.ExistingExtras?.Forms) is { All: not null } forms ? forms.Post : null;

    private RequestForms Forms => Parts.Extras.Forms ??= new RequestForms();

    /// <summary>
    /// Parses the query and, for <c>POST</c>, <c>PUT</c> and <c>PATCH</c>, a URL-encoded body. Further calls do nothing. Go's name:
    /// <c>ParseForm</c>.
    /// </summary>
    /// <remarks>A body of up to 10 MiB is read; one with a limit of <c>Http.MaxBytesReader</c> up to that limit.</remarks>
    /// <param name="cancellationToken">Ends the wait for the body.</param>
    /// <exception cref="BadRequestException">A pair is malformed or has a semicolon, or there are more than 10,000. The other pairs are
    /// still available.</exception>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask ParseFormAsync(CancellationToken cancellationToken = default)
    {
        if (await Forms.ParseAsync(this, holdsThread: false, cancellationToken).ConfigureAwait(false) is { } problem)
            throw new BadRequestException(problem);
    }

    /// <summary>
    /// The first value of a parameter, the body's before the query's, or the empty string if there is none. For a multipart form, values of
    /// the body follow those of the query. Parses the form, URL-encoded or multipart, if that has not been done, and blocks the thread
    /// until the body has arrived. Go's name: <c>FormValue</c>.
    /// </summary>
    /// <remarks>
    /// Malformed pairs are left out, and so are the values of a multipart form that is malformed anywhere. Files take up to
    /// <see cref="FormMemoryBytesMax"/> of memory, the rest goes to temporary files (<see cref="ParseMultipartFormAsync"/>). After
    /// <see cref="ParseFormAsync"/> or <see cref="MultipartReader"/> the multipart body is left alone.
    /// </remarks>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public string FormValue(string name)
    {
        return ParseFormNow().All!.Get(name);
    }

    /// <summary>Returns a value like <see cref="FormValue"/>, from the body alone. Go's name: <c>PostFormValue</c>.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="MaxBytesException">The body is too long.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public string PostFormValue(string name)
    {
        return ParseFormNow().Post.Get(name);
    }

    // Every read holds the thread, so that the task is complete when it is there.
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
