using RouteGen.Primitives;

namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// Writes the request as a client sends it to a server: in origin form, including fields that the client adds. Go's name:
    /// <c>Request.Write</c>.
    /// </summary>
    /// <param name="output">Receives the bytes. It is not disposed.</param>
    /// <param name="cancellationToken">Cancels the call. A part may have been written by then.</param>
    /// <remarks>The body is read and disposed, even if the call fails.</remarks>
    /// <exception cref="InvalidOperationException">The request is invalid, or its body does not have the declared length.</exception>
    public ValueTask WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        // SentBody is evaluated only once, because another thread may be changing the request.
        var body = SentBody;
        var writing = WriteAsync(output, body is MemoryBody { ContentLength: 0 } ? null : body, cancellationToken);
        return new ValueTask(Disposal.AfterAsync(writing, body));
    }

    private async Task WriteAsync(Stream output, Body? body, CancellationToken cancellationToken)
    {
        if (body is not null && RequestPlan.NeedsProbe(this, body))
            body = await ProbedBody.ProbeAsync(body, cancellationToken).ConfigureAwait(false);
        var plan = RequestPlan.For(this, Url, body, RequestPlan.Sender.Plain);
        await output.WriteAsync(HeadOf(plan), cancellationToken).ConfigureAwait(false);
        if (body is null) return;
        await WireBody.WriteAsync(output, body, plan.IsChunked, plan.Length, cancellationToken).ConfigureAwait(false);
        if (plan.IsChunked)
            await output.WriteAsync(WireBody.LastChunk(Trailer, cleans: false), cancellationToken).ConfigureAwait(false);
    }

    private byte[] HeadOf(in RequestPlan plan)
    {
        var output = default(OutputBuffer);
        RequestHeadWriter.Write(ref output, this, plan);
        var bytes = output.Pending.ToArray();
        output.Release();
        return bytes;
    }
}
