package dev.sallyport.e2e.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * How many lines a file, or a method of it, has.
 *
 * @param place {@code agent/src/main/java/…/Pump.java}, with {@code #method} for a method
 */
record Size(String place, int lines) {

    /** Of every file, and of every method with a body, as the compiler reads them. */
    static List<Size> of(List<Path> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Size> sizes = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                String name = Project.name(Path.of(unit.getSourceFile().toUri()));
                sizes.add(new Size(name, (int) unit.getSourceFile()
                        .getCharContent(true)
                        .toString()
                        .lines()
                        .count()));
                new Methods(name, unit, positions, sizes).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sizes;
    }

    boolean isMethod() {
        return place.contains("#");
    }

    private static final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final String name;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Size> sizes;

        Methods(String name, CompilationUnitTree unit, SourcePositions positions, List<Size> sizes) {
            this.name = name;
            this.unit = unit;
            this.positions = positions;
            this.sizes = sizes;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                sizes.add(new Size(name + "#" + method.getName(), (int) (last - first + 1)));
            }
            return super.visitMethod(method, null);
        }
    }
}
