using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>Default limit for the files of a form that are kept in memory, in bytes: 32 MiB.</summary>
    public const int FormMemoryBytesMax = 32 * 1024 * 1024;

    /// <summary>
    /// Parses the form and reads a complete multipart body: values into <see cref="Form"/> and <see cref="PostForm"/>, files into memory
    /// and, beyond a limit, into temporary files that are removed when the request has ended. Further calls return the same form. Go's
    /// name: <c>ParseMultipartForm</c>.
    /// </summary>
    /// <remarks>
    /// Values have 10 MiB more than the limit. Only the length of the body limits the size of the temporary files: limit it with
    /// <c>Http.MaxBytesHandler</c>.
    /// </remarks>
    /// <param name="memoryBytesMax">Largest number of bytes of files that are kept in memory. Zero means
    /// <see cref="FormMemoryBytesMax"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the body.</param>
    /// <exception cref="BadRequestException">
    /// The body is not a multipart form (415 because of its type, otherwise 400), reading it has begun before, or a pair of the query is
    /// malformed.
    /// </exception>
    /// <exception cref="MaxBytesException">The values are too long, or the body is.</exception>
    /// <exception cref="IOException">The body is incomplete.</exception>
    public async ValueTask<MultipartForm> ParseMultipartFormAsync(long memoryBytesMax = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBytesMax);
        return await ParseMultipartAsync(memoryBytesMax == 0 ? FormMemoryBytesMax : memoryBytesMax, holdsThread: false, cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<MultipartForm> ParseMultipartAsync(long memoryBytesMax, bool holdsThread, CancellationToken cancellationToken)
    {
        var parts = Parts;
        if (parts.ExistingExtras?.MultipartForm is { } parsed) return parsed;
        var problem = await Forms.ParseAsync(this, holdsThread, cancellationToken).ConfigureAwait(false);
        var reader = MultipartReader();
        var files = new TempFiles();
        KeepFormFiles(parts, files);
        var form = new MultipartForm(files, memoryBytesMax);
        var values = new Values();
        await form.ReadAsync(reader, values, holdsThread, cancellationToken).ConfigureAwait(false);
        Forms.Post.AddAll(values);
        Forms.All!.AddAll(values);
        parts.Extras.MultipartForm = form;
        return problem is null ? form : throw new BadRequestException(problem);
    }

    /// <summary>
    /// Returns the first file of a field of the form, or null if there is none. Parses the form if that has not been done. Go's name:
    /// <c>FormFile</c>.
    /// </summary>
    /// <param name="name">The name of the form's field.</param>
    /// <param name="cancellationToken">Ends the wait for the body.</param>
    /// <exception cref="BadRequestException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    /// <exception cref="MaxBytesException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    /// <exception cref="IOException">Same as for <see cref="ParseMultipartFormAsync"/>.</exception>
    public async ValueTask<FormFile?> FormFileAsync(string name, CancellationToken cancellationToken = default) =>
        (await ParseMultipartFormAsync(0, cancellationToken).ConfigureAwait(false)).File(name);

    /// <summary>
    /// Returns a reader for a multipart body, which reads its parts as they arrive and keeps none. Go's name: <c>MultipartReader</c>.
    /// </summary>
    /// <exception cref="BadRequestException">The body is not <c>multipart/form-data</c> or <c>multipart/mixed</c>, or its boundary is
    /// malformed.</exception>
    public MultipartReader MultipartReader()
    {
        var type = new ParameterReader(Header.Get("Content-Type"));
        if (!type.Main.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && !type.Main.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            throw new BadRequestException(Status.UnsupportedMediaType, "The Content-Type of the request is not multipart/form-data.");
        string? boundary = null;
        while (type.Read())
        {
            if (!type.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)) continue;
            if (boundary is not null) throw new BadRequestException("The Content-Type of the request has two boundaries.");
            boundary = type.Value;
        }

        if (type.IsMalformed) throw new BadRequestException("The Content-Type of the request is malformed.");
        var reader = new MultipartReader(Body, boundary ?? "");
        Parts.Extras.IsMultipartTaken = true;
        return reader;
    }

    // For FormValue, which like Go's leaves out what is malformed. A body that is too long or incomplete is a different failure.
    private void ParseMultipartFormNow()
    {
        if (_parts?.ExistingExtras is { IsMultipartTaken: true }) return;
        if (!new ParameterReader(Header.Get("Content-Type")).Main.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            var parsing = ParseMultipartAsync(FormMemoryBytesMax, holdsThread: true, CancellationToken.None);
            parsing.GetAwaiter().GetResult();
        }
        catch (BadRequestException malformed) when (malformed is not MaxBytesException)
        {
            // No value of a malformed form is in Form, and none is returned.
        }
    }

    // The files are removed at the end of the request, or now if it has ended.
    private void KeepFormFiles(RequestParts parts, TempFiles files)
    {
        // Files of an earlier attempt that failed. No handler has received them.
        Interlocked.Exchange(ref parts.Extras.FormFiles, files)?.Dispose();
        if (_received is not null || parts.IsCalled) return;
        files.Dispose();
        ThrowNotLive();
    }
}
