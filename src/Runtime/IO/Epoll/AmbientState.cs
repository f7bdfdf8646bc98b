using System.Runtime.CompilerServices;

namespace RouteGen.IO;

/// <summary>
/// State that a handler may leave on a thread that serves others next: the values of AsyncLocals (culture is one of them) and a
/// SynchronizationContext. Put back after every handler; a comparison when nothing was left.
/// </summary>
internal static class AmbientState
{
    private static readonly ExecutionContext s_default = CaptureDefault();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Restore()
    {
        if (!ReferenceEquals(ExecutionContext.Capture(), s_default)) ExecutionContext.Restore(s_default);
        if (SynchronizationContext.Current is not null) SynchronizationContext.SetSynchronizationContext(null);
    }

    // On a thread that never had one: started without the flow of its starter's context.
    private static ExecutionContext CaptureDefault()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }
}
