using RouteGen.Protocol;

namespace RouteGen;

/// <summary>The form parameters in the query and body of a request. Created on first use.</summary>
internal sealed class RequestForms
{
    /// <summary>Default limit of a URL-encoded body, in bytes (BEHAVIOUR M13).</summary>
    internal const int BodyBytesMax = 10 * 1024 * 1024;

    private string? _queryText;
    private Values _query = new();
    private bool _isParsed;

    /// <summary>The parameters of the body.</summary>
    internal Values Post { get; } = new();

    /// <summary>Parameters of the body, followed by the query's. Null before they are parsed.</summary>
    internal Values? All { get; private set; }

    /// <summary>Returns the well-formed parameters of a query. Parses the query again only if it has changed.</summary>
    internal Values Query(string rawQuery)
    {
        if (ReferenceEquals(_queryText, rawQuery)) return _query;
        Values.TryParse(rawQuery, out _query);
        _queryText = rawQuery;
        return _query;
    }

    /// <summary>Parses query and body, once.</summary>
    /// <param name="r">The request.</param>
    /// <param name="holdsThread">True to block the calling thread; the returned task is then complete.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The problem with a parameter that was omitted. Null if there is none, or if an earlier call returned it.</returns>
    internal async ValueTask<string?> ParseAsync(Request r, bool holdsThread, CancellationToken cancellationToken)
    {
        if (_isParsed) return null;
        // The form counts as parsed even if the read fails, because the body cannot be read again.
        _isParsed = true;
        All = new Values();
        string? problem = null;
        try
        {
            if (r.Method is "POST" or "PUT" or "PATCH" && new ParameterReader(r.Header.Get("Content-Type"))
                .Main.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                var text = await ReadBodyAsync(r.Body, holdsThread, cancellationToken).ConfigureAwait(false);
                problem = QueryText.Parse(text.Span, Post);
            }
        }
        finally
        {
            All.AddAll(Post);
            All.AddAll(Query(r.RawQuery));
        }

        return problem ?? (Values.TryParse(r.RawQuery, out _) ? null : "A query parameter is malformed.");
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(Body body, bool holdsThread, CancellationToken cancellationToken)
    {
        var bytesMax = body is MaxBytesBody ? int.MaxValue - 64 : BodyBytesMax;
        if (body.ContentLength > bytesMax) throw new MaxBytesException(bytesMax);
        // The buffer grows only as bytes arrive, because a peer can announce any length.
        var buffer = new byte[4096];
        var count = 0;
        while (true)
        {
            var read = holdsThread
                ? body.Read(buffer.AsSpan(count))
                : await body.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (read == 0) return buffer.AsMemory(0, count);
            count += read;
            if (count > bytesMax) throw new MaxBytesException(bytesMax);
            if (count == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * count, bytesMax + 1L));
        }
    }
}
