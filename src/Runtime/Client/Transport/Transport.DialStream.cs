using RouteGen.IO;

namespace RouteGen;

public sealed partial class Transport
{
    private readonly DialFunc? _dialContext;

    // Set where DialContext is, and nowhere else: a program that does not set it does not carry connections over streams.
    private readonly DialStreamStep? _dialStream;

    private async ValueTask<Conn> DialStreamAsync(string address, CancellationToken cancellationToken)
    {
        var stream = await _dialContext!("tcp", address, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Transport.DialContext gave no stream.");
        return stream is ConnStream ours ? ours.Conn : new StreamConn(stream);
    }
}
